/** HTTP as the routes see it: requests, replies and the table of routes; no server. */
package dev.langevin.gateway.http;
