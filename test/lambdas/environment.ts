/** What the stack gives every function; imported before the handlers, which read it as they load. */
Object.assign(process.env, {
  BUCKET: 'bucket',
  TABLE: 'table',
  TOPIC: 'arn:aws:sns:eu-west-1:123456789012:topic',
  BUS: 'bus',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '3008',
  AWS_REGION: 'eu-west-1',
});
