import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

/** A role by which EventBridge may do one thing to one resource. */
export function startRole(scope: Construct, id: string, action: string, resource: string): Role {
  const role = new Role(scope, id, { assumedBy: new ServicePrincipal('events.amazonaws.com') });
  role.addToPolicy(new PolicyStatement({ actions: [action], resources: [resource] }));
  return role;
}
