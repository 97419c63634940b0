/** The pictures of a generation's steps as files, and as one that moves. */
package dev.langevin.client.steps;
