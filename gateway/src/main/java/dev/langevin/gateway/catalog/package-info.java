/** What the denoisers offer. */
package dev.langevin.gateway.catalog;
