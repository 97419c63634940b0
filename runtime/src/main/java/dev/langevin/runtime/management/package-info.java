/**
 * What those who look after a process are told over HTTP, on a port of its own: whether it lives,
 * whether it is ready, and its numbers.
 */
package dev.langevin.runtime.management;
