import { connectorContract } from '../connector-contract.js';

connectorContract('connectwise');
