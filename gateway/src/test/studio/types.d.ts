// The messages of docs/openapi.json, by their names.
import type { components } from './openapi';

type Messages = components['schemas'];

export type Generation = Messages['Generation'];
export type GenerationRequest = Messages['GenerationRequest'];
export type Model = Messages['Model'];
export type Progress = Messages['Progress'];
export type ScheduleRequest = Messages['ScheduleRequest'];
export type ScheduleResponse = Messages['ScheduleResponse'];
export type ForwardRequest = Messages['ForwardRequest'];
export type ForwardResponse = Messages['ForwardResponse'];
export type SystemStatus = Messages['SystemStatus'];
export type Replica = Messages['Replica'];
export type SystemTotals = Messages['SystemTotals'];
export type SystemSample = Messages['SystemSample'];
