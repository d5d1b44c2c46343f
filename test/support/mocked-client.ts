import { mockClient } from 'aws-sdk-client-mock';
import { afterAll } from 'vitest';

/** The client mocked for the tests of this file. */
export const mockedClient: typeof mockClient = (client) => {
  const mock = mockClient(client);
  afterAll(() => mock.restore());
  return mock;
};
