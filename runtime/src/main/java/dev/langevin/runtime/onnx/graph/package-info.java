/**
 * ONNX files as the protobuf messages they are, for what has to be known or changed before a
 * session exists. Of the schema, the few fields that this needs; all others stay bytes.
 */
package dev.langevin.runtime.onnx.graph;
