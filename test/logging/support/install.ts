import { servicesPython } from './python.ts';

/** Before all tests, so that none waits for it within its own time. */
export default function install(): void {
  servicesPython();
}
