import { runCommand } from './run-command.mjs';

/**
 * Runs one of the project's tools under a heading; a failure ends the whole run.
 * @param {string} title
 * @param {string} tool
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 */
export async function runStep(title, tool, args, env) {
  console.log(`\n── ${title}`);
  const status = await runCommand('npx', ['--no-install', tool, ...args], env);
  if (status === 0) return;
  console.error(`\n${title}: failed`);
  process.exit(status);
}
