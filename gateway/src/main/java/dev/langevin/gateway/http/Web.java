package dev.langevin.gateway.http;

/**
 * What is served beside gRPC.
 *
 * @param routes the table
 * @param errors how errors of no route are written
 * @param cors which pages may use the server
 * @param hosts under which names it may be called
 * @param publicUrl where clients reach it; empty for what each request says in its Host
 */
public record Web(Routes routes, ErrorForm errors, Cors cors, Hosts hosts, String publicUrl) {}
