/** Model directories in the layout of ONNX exports of diffusion pipelines. */
package dev.langevin.runtime.model;
