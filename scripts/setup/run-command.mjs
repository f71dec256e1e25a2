import { spawn } from 'node:child_process';

/**
 * Runs a program in the project's root with its output on the terminal.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env] Added to the environment.
 * @returns {Promise<number>} The exit status.
 */
export function runCommand(program, args, env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: 'inherit', env: { ...process.env, ...env } });
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

/**
 * `runCommand` for what must succeed. Ends this process with the program's status otherwise.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 */
export async function runOrExit(program, args, env) {
  const status = await runCommand(program, args, env);
  if (status !== 0) process.exit(status);
}
