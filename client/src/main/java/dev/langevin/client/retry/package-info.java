/** When a call that failed is worth another try. */
package dev.langevin.client.retry;
