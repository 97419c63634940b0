/** What is measured about Langevin, each kind in a package of its own. */
package dev.langevin.bench;
