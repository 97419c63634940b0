/** Whether twice the denoisers do twice the rows, on accelerators that take no processor time. */
package dev.langevin.bench.scaleout;
