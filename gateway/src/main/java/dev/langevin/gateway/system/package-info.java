/** How the system is: its processes, queues and totals, and how they were of late. */
package dev.langevin.gateway.system;
