/** Pictures in terminals, in whichever of several ways a terminal knows. */
package dev.langevin.client.show;
