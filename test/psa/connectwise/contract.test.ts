import { connectorContract } from '../connector-contract.js';
import { connectWisePsa } from './psa.js';

connectorContract('ConnectWise', connectWisePsa);
