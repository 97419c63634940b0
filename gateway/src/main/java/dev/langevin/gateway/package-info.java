/**
 * The public API: admission, job views, and the edge. Parts start in {@link
 * dev.langevin.gateway.Gateway}.
 */
package dev.langevin.gateway;
