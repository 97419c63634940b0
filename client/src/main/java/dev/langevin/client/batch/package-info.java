/**
 * Batches on the client: templates and sweeps, the folder of results, the contact sheet, the page.
 */
package dev.langevin.client.batch;
