/** The API as REST: the messages of the contract as JSON, states and progress as events. */
package dev.langevin.gateway.rest;
