/** The studio: a page that makes pictures and shows how, served from the class path. */
package dev.langevin.gateway.studio;
