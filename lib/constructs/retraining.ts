import { EventBus, type IRuleTarget, Rule } from 'aws-cdk-lib/aws-events';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { RETRAINING_REQUESTED, SOURCE } from '../adapters/sinks/eventbridge.ts';
import { newDeadLetterQueue } from './private/dead-letter-queue.ts';

export interface RetrainingProps {
  /** What starts on a retraining request. */
  readonly targets: readonly IRuleTarget[];
}

/** The event bus that retraining is asked for on, and the rule to what answers. */
export class Retraining extends Construct {
  readonly bus: EventBus;
  /** Requests that no target took. */
  readonly deadLetters: Queue;
  readonly rule: Rule;

  constructor(scope: Construct, id: string, props: RetrainingProps) {
    super(scope, id);
    this.bus = new EventBus(this, 'Bus', { description: 'Driftwatch: retraining requests' });
    this.deadLetters = newDeadLetterQueue(this);
    this.rule = new Rule(this, 'Requested', {
      eventBus: this.bus,
      description: 'Retraining was requested for a monitored model',
      eventPattern: { source: [SOURCE], detailType: [RETRAINING_REQUESTED] },
    });
    for (const target of props.targets) this.rule.addTarget(this.withDeadLetters(target));
    this.deadLetters.grantSendMessages(
      new ServicePrincipal('events.amazonaws.com', {
        conditions: { ArnEquals: { 'aws:SourceArn': this.rule.ruleArn } },
      }),
    );
  }

  /** A target that brings no dead-letter queue gets this one. */
  private withDeadLetters(target: IRuleTarget): IRuleTarget {
    return {
      bind: (rule, id) => {
        const config = target.bind(rule, id);
        return {
          ...config,
          deadLetterConfig: config.deadLetterConfig ?? { arn: this.deadLetters.queueArn },
        };
      },
    };
  }
}
