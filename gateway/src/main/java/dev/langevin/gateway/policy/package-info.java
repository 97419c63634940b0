/** What may be asked for: the operator's rules for texts. */
package dev.langevin.gateway.policy;
