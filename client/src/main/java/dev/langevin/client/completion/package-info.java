/** What shells need to complete the command. */
package dev.langevin.client.completion;
