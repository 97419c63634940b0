/** The document that describes the routes, made from their table and from the contracts. */
package dev.langevin.gateway.openapi;
