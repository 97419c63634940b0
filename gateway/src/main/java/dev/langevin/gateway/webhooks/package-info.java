/**
 * Tells webhooks what becomes of generations and batches. What is to be sent, and how far it is,
 * stands in the compacted topic {@code webhooks}; all gateways read it, and one of them at a time
 * sends.
 */
package dev.langevin.gateway.webhooks;
