/** The port: gRPC and gRPC-Web on Vert.x. Nothing here decides anything. */
package dev.langevin.gateway.edge;
