/**
 * What is measured of a network on this machine: its best batch size, and whether rows stay the
 * same in company.
 */
package dev.langevin.denoiser.measure;
