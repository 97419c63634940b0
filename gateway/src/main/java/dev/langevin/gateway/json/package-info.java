/** JSON in and out: strictly parsed, and mapped to the messages of the contract. */
package dev.langevin.gateway.json;
