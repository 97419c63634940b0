/** One line a message on standard error. */
package dev.langevin.runtime.logging;
