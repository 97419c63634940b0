/** Numbers as they are stored. */
package dev.langevin.runtime.numeric;
