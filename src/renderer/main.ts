/** @file Starts the page: styles, font, the one component at the top. Runs in the renderer. */
import '@fontsource-variable/inter/index.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/forced-colors.css';
import './styles/print.css';
import { mount } from 'svelte';
import App from './App.svelte';

const target = document.querySelector('#app');
if (target === null) throw new Error('The page has no #app.');
mount(App, { target });
