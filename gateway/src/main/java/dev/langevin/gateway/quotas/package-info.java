/** What each tenant may have at a time. */
package dev.langevin.gateway.quotas;
