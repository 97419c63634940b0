/** Where a generation's time went, as a picture. */
package dev.langevin.client.trace;
