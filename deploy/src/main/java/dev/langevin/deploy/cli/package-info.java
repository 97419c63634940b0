/** The command without a server, small enough for an image of its own. */
package dev.langevin.deploy.cli;
