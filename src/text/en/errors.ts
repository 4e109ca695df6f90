export const errors = {
  notFound: {
    title: 'This page does not exist',
    text: 'Check the address, or start from the first page.',
    home: 'Go to the first page',
  },
  forbidden: {
    'cross-site': {
      title: 'This came from another website',
      text: 'For your safety nothing was done. If it was you, open the page here and try again.',
    },
    'form-expired': {
      title: 'This page was open for too long',
      text: 'Nothing was changed. Go back, reload the page and send it again.',
    },
    other: { title: 'You cannot open this page', text: 'Sign in with an account that is allowed to.' },
    home: 'Go to the first page',
  },
  failure: {
    title: 'Something went wrong here',
    text: 'It is not your fault. Please try again in a moment. If it happens again, tell the help desk this number:',
    home: 'Go to the first page',
  },
  badRequest: {
    title: 'That did not arrive in one piece',
    text: 'Go back and send it again.',
    tooLarge: 'What you sent is too large. Make it shorter and send it again.',
    home: 'Go to the first page',
  },
};
