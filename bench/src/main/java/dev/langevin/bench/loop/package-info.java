/**
 * The whole system beside a bare loop, which does the same work with the same classes in one
 * thread: what the system adds to a job, and what it gains from many.
 */
package dev.langevin.bench.loop;
