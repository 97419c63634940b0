// What chart.umd.min.js leaves in the page.
declare const Chart: typeof import('chart.js').Chart;
