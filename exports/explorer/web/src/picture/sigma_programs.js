// WebGL programs for sigma: one that draws every shape of the ontology, one for hairlines. Neither draws for picking:
// what is under the pointer is found from the scene, which saves half of the work of each frame.

import { EdgeProgram, NodeProgram } from "sigma/rendering";
import { floatColor } from "sigma/utils";
import { SHAPES } from "./shapes.js";

const NODE_VERTEX = /* glsl */ `
attribute vec4 a_color;
attribute vec2 a_position;
attribute float a_size;
attribute float a_shape;
attribute float a_angle;
uniform mat3 u_matrix;
uniform float u_sizeRatio;
uniform float u_correctionRatio;
varying vec4 v_color;
varying vec2 v_place;
varying float v_pixel;
varying float v_shape;
void main() {
  float radius = a_size * u_correctionRatio / u_sizeRatio * 2.0;
  // An equilateral triangle around a disc of 1.5 radii, in which every shape fits.
  vec2 corner = 3.0 * vec2(cos(a_angle), sin(a_angle));
  gl_Position = vec4((u_matrix * vec3(a_position + radius * corner, 1)).xy, 0, 1);
  v_place = corner;
  v_pixel = u_sizeRatio / max(a_size, 0.01);
  v_shape = a_shape;
  v_color = vec4(a_color.rgb, a_color.a * 255.0 / 254.0);
}`;

const NODE_FRAGMENT = /* glsl */ `
precision highp float;
varying vec4 v_color;
varying vec2 v_place;
varying float v_pixel;
varying float v_shape;
uniform vec4 u_background;
// Signed distances after Inigo Quilez, "2D distance functions".
float star(vec2 p, float r, float rf) {
  const vec2 k1 = vec2(0.809016994375, -0.587785252292);
  const vec2 k2 = vec2(-0.809016994375, -0.587785252292);
  p.x = abs(p.x);
  p -= 2.0 * max(dot(k1, p), 0.0) * k1;
  p -= 2.0 * max(dot(k2, p), 0.0) * k2;
  p.x = abs(p.x);
  p.y -= r;
  vec2 ba = rf * vec2(-k1.y, k1.x) - vec2(0.0, 1.0);
  float h = clamp(dot(p, ba) / dot(ba, ba), 0.0, r);
  return length(p - ba * h) * sign(p.y * ba.x - p.x * ba.y);
}
void main() {
  vec2 p = v_place;
  float d;
  if (v_shape < 0.5) d = length(p) - 1.0;
  else if (v_shape < 1.5) d = max(abs(p.x), abs(p.y)) - 0.8485;
  else if (v_shape < 2.5) d = (abs(p.x) + abs(p.y) - 1.25) * 0.7071;
  else if (v_shape < 3.5) d = max(abs(p.x) * 0.866 + p.y * 0.5, -p.y) - 0.675;
  else if (v_shape < 4.5) d = max(abs(p.x) * 0.866 - p.y * 0.5, p.y) - 0.675;
  else d = star(p, 1.4, 0.47);
  float pixels = d / v_pixel;
  float inside = clamp(0.5 - pixels, 0.0, 1.0);
  if (inside <= 0.0) discard;
  // A line of the background's colour sets apart what overlaps, where there is room for it.
  float rim = v_pixel < 0.3 ? clamp(pixels + 1.2, 0.0, 1.0) : 0.0;
  gl_FragColor = mix(v_color, u_background, rim) * inside;
}`;

export class ShapeProgram extends NodeProgram {
  constructor(gl, _picking, renderer) {
    super(gl, null, renderer);
  }

  getDefinition() {
    const { FLOAT, UNSIGNED_BYTE, TRIANGLES } = WebGLRenderingContext;
    return {
      VERTICES: 3,
      VERTEX_SHADER_SOURCE: NODE_VERTEX,
      FRAGMENT_SHADER_SOURCE: NODE_FRAGMENT,
      METHOD: TRIANGLES,
      UNIFORMS: ["u_sizeRatio", "u_correctionRatio", "u_matrix", "u_background"],
      ATTRIBUTES: [
        { name: "a_position", size: 2, type: FLOAT },
        { name: "a_size", size: 1, type: FLOAT },
        { name: "a_color", size: 4, type: UNSIGNED_BYTE, normalized: true },
        { name: "a_shape", size: 1, type: FLOAT },
      ],
      CONSTANT_ATTRIBUTES: [{ name: "a_angle", size: 1, type: FLOAT }],
      CONSTANT_DATA: [[0], [(2 * Math.PI) / 3], [(4 * Math.PI) / 3]],
    };
  }

  processVisibleItem(_index, offset, data) {
    const { array } = this;
    array[offset] = data.x;
    array[offset + 1] = data.y;
    array[offset + 2] = data.size;
    array[offset + 3] = floatColor(data.color);
    array[offset + 4] = SHAPES.indexOf(data.shape);
  }

  setUniforms(params, { gl, uniformLocations }) {
    gl.uniform1f(uniformLocations.u_correctionRatio, params.correctionRatio);
    gl.uniform1f(uniformLocations.u_sizeRatio, params.sizeRatio);
    gl.uniformMatrix3fv(uniformLocations.u_matrix, false, params.matrix);
    gl.uniform4f(uniformLocations.u_background, ...ShapeProgram.background, 1);
  }
}
ShapeProgram.background = [1, 1, 1];

const LINE_VERTEX = /* glsl */ `
attribute vec4 a_color;
attribute vec2 a_position;
uniform mat3 u_matrix;
varying vec4 v_color;
void main() {
  gl_Position = vec4((u_matrix * vec3(a_position, 1)).xy, 0, 1);
  float alpha = a_color.a * 255.0 / 254.0;
  v_color = vec4(a_color.rgb * alpha, alpha);
}`;

const LINE_FRAGMENT = /* glsl */ `
precision mediump float;
varying vec4 v_color;
void main() {
  gl_FragColor = v_color;
}`;

export class HairlineProgram extends EdgeProgram {
  constructor(gl, _picking, renderer) {
    super(gl, null, renderer);
  }

  getDefinition() {
    const { FLOAT, UNSIGNED_BYTE, LINES } = WebGLRenderingContext;
    return {
      VERTICES: 2,
      VERTEX_SHADER_SOURCE: LINE_VERTEX,
      FRAGMENT_SHADER_SOURCE: LINE_FRAGMENT,
      METHOD: LINES,
      UNIFORMS: ["u_matrix"],
      ATTRIBUTES: [
        { name: "a_position", size: 2, type: FLOAT },
        { name: "a_color", size: 4, type: UNSIGNED_BYTE, normalized: true },
      ],
    };
  }

  processVisibleItem(_index, offset, source, target, data) {
    const { array } = this;
    const color = floatColor(data.color);
    array[offset] = source.x;
    array[offset + 1] = source.y;
    array[offset + 2] = color;
    array[offset + 3] = target.x;
    array[offset + 4] = target.y;
    array[offset + 5] = color;
  }

  setUniforms(params, { gl, uniformLocations }) {
    gl.uniformMatrix3fv(uniformLocations.u_matrix, false, params.matrix);
  }
}
