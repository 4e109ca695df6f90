/**
 * Domains where anybody can open a mailbox, so that no company owns one. Our own compilation, as of November 2026: the
 * large providers, their national names and the internet providers of the countries where MSPs use this. Not complete.
 */
export const mailboxProviders: ReadonlySet<string> = new Set(
  `
  gmail.com googlemail.com
  outlook.com outlook.de outlook.fr outlook.es outlook.it outlook.jp outlook.com.au outlook.com.br
  hotmail.com hotmail.co.uk hotmail.de hotmail.fr hotmail.it hotmail.es hotmail.nl hotmail.be hotmail.se hotmail.ca
  live.com live.co.uk live.de live.fr live.it live.nl live.be live.dk live.se live.no live.ca live.at live.com.au
  msn.com windowslive.com
  yahoo.com yahoo.co.uk yahoo.de yahoo.fr yahoo.it yahoo.es yahoo.ca yahoo.in yahoo.co.in yahoo.co.jp yahoo.com.au
  yahoo.com.br yahoo.com.mx ymail.com rocketmail.com
  aol.com aol.co.uk aol.de aim.com
  icloud.com me.com mac.com
  gmx.de gmx.net gmx.at gmx.ch gmx.com gmx.co.uk gmx.fr gmx.us gmx.eu
  web.de email.de t-online.de magenta.de freenet.de arcor.de vodafonemail.de posteo.de mailbox.org mail.de
  proton.me protonmail.com protonmail.ch pm.me
  tuta.com tuta.io tutanota.com tutanota.de tutamail.com keemail.me
  fastmail.com fastmail.fm hey.com hushmail.com startmail.com runbox.com mailfence.com riseup.net duck.com
  zohomail.com zohomail.eu mail.com email.com inbox.com lycos.com
  yandex.com yandex.ru ya.ru mail.ru inbox.ru bk.ru list.ru rambler.ru ukr.net
  qq.com foxmail.com 163.com 126.com yeah.net sina.com naver.com hanmail.net daum.net rediffmail.com
  comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net charter.net optonline.net earthlink.net
  rogers.com shaw.ca telus.net sympatico.ca videotron.ca
  btinternet.com sky.com talktalk.net virginmedia.com ntlworld.com blueyonder.co.uk
  bigpond.com bigpond.net.au optusnet.com.au iinet.net.au xtra.co.nz
  orange.fr wanadoo.fr free.fr laposte.net sfr.fr neuf.fr libero.it virgilio.it alice.it tin.it tiscali.it
  ziggo.nl kpnmail.nl planet.nl hetnet.nl telenet.be skynet.be bluewin.ch hispeed.ch aon.at chello.at
  seznam.cz centrum.cz wp.pl o2.pl onet.pl interia.pl freemail.hu abv.bg uol.com.br bol.com.br terra.com.br
  mailinator.com guerrillamail.com yopmail.com
  `
    .trim()
    .split(/\s+/),
);
