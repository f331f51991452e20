// Loaded before a program: at its end it writes the most memory that the process ever held, in KB.
process.on('exit', () => {
  const { maxRSS } = process.resourceUsage();
  require('node:fs').writeFileSync(process.env.BENCH_PEAK, String(maxRSS));
});
