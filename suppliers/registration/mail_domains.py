"""Domains that say nothing of who writes from them. Add to these lists what turns up."""

from __future__ import annotations


def _domains(lines: str) -> frozenset[str]:
    return frozenset(lines.split())


# Anybody gets an address there.
PUBLIC_MAIL = _domains(
    """
    gmail.com googlemail.com
    orange.fr wanadoo.fr voila.fr
    free.fr aliceadsl.fr libertysurf.fr online.fr worldonline.fr infonie.fr
    laposte.net
    hotmail.com hotmail.fr outlook.com outlook.fr live.com live.fr msn.com windowslive.com
    yahoo.com yahoo.fr ymail.com rocketmail.com
    sfr.fr neuf.fr cegetel.net club-internet.fr 9online.fr 9business.fr noos.fr numericable.fr numericable.com
    bbox.fr bouygtel.fr dbmail.com
    icloud.com me.com mac.com
    proton.me protonmail.com protonmail.ch pm.me tutanota.com tutanota.de tuta.io tuta.com tutamail.com
    gmx.fr gmx.com gmx.net gmx.de caramail.com mail.com aol.com aol.fr netcourrier.com mailo.com mailo.fr
    net-c.fr zoho.com zohomail.com zohomail.eu yandex.com yandex.ru mail.ru inbox.ru
    riseup.net disroot.org ik.me etik.com mailfence.com fastmail.com fastmail.fm hushmail.com posteo.de
    posteo.net
    zaclys.net zaclys.com gozmail.bzh lilo.org skynet.be telenet.be bluewin.ch web.de t-online.de libero.it
    yopmail.com yopmail.fr mailinator.com guerrillamail.com jetable.org tempmail.com temp-mail.org
    10minutemail.com sharklasers.com trashmail.com
    """
)

# Many who do not know one another have their pages there: social networks, makers of sites, portals.
SHARED_SITES = _domains(
    """
    facebook.com fb.com fb.me instagram.com linkedin.com twitter.com x.com youtube.com youtu.be tiktok.com
    linktr.ee bit.ly whatsapp.com wa.me t.me pinterest.com pinterest.fr
    wixsite.com wix.com wordpress.com blogspot.com blogspot.fr blogger.com over-blog.com over-blog.fr
    overblog.com canalblog.com jimdo.com jimdofree.com jimdosite.com webnode.fr webnode.com weebly.com
    squarespace.com site123.me strikingly.com e-monsite.com eklablog.com skyrock.com webself.net
    google.com sites.google.com goo.gl github.io gitlab.io netlify.app vercel.app pages.dev herokuapp.com
    web.app firebaseapp.com notion.site notion.so carrd.co framer.website webflow.io myshopify.com
    wpengine.com ovh.net ovh.org cluster.ovh.net 1and1.fr ionos.fr pagesperso-orange.fr monsite-orange.fr
    free.fr hautetfort.com unblog.fr 000webhostapp.com altervista.org
    helloasso.com assoconnect.com assoconnect.fr s-asso.com yapla.com associatheque.fr net1901.org
    asso-web.com
    gogocarto.fr communecter.org framasite.org frama.io framapad.org yeswiki.net yeswiki.pro
    pagesjaunes.fr solocal.com business.site societe.com pappers.fr lemarche.inclusion.beta.gouv.fr gouv.fr
    service-public.fr essenregion.fr avise.org ess-france.org lesentreprisesdinsertion.org chantierecole.org
    coorace.org reseau-gesat.com handeco.org unea.fr apf-entreprises.fr ville.fr mairie.fr paris.fr
    grandparis.fr metropolegrandparis.fr iledefrance.fr seinesaintdenis.fr hauts-de-seine.fr valdemarne.fr
    """
)

# Where a name of one's own begins one place further to the left.
SUFFIXES_IN_TWO = _domains(
    """
    asso.fr com.fr gouv.fr nom.fr prd.fr tm.fr presse.fr avocat.fr notaires.fr medecin.fr pharmacien.fr cci.fr
    greta.fr aeroport.fr port.fr avoues.fr chambagri.fr experts-comptables.fr huissier-justice.fr
    veterinaire.fr
    chirurgiens-dentistes.fr geometre-expert.fr asso.re com.re asso.gp com.gp com.mq asso.mc asso.nc com.pf
    eu.org fr.cr co.uk org.uk ac.uk gov.uk co.nz com.au com.br co.jp
    """
)
