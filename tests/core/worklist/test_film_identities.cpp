// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/worklist/film_identities.h"
#include "core/worklist/identity_concerns.h"

#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;

class TestFilmIdentities : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aUidWithAnotherPictureIsUsedTwice()
    {
        FilmIdentities films;
        QVERIFY(!films.add({u"uid:1 a"_s, u"1"_s, true, u"p"_s}));
        QVERIFY(!films.add({u"uid:2 b"_s, u"2"_s, true, u"q"_s}));
        QVERIFY(films.add({u"uid:1 c"_s, u"1"_s, true, u"p"_s}));
        QVERIFY2(identityConcerns(films.counts())
                     .startsWith(u"UID used twice: 2 films carry one SOP Instance UID"_s),
                 qPrintable(identityConcerns(films.counts())));
    }

    void theSameFilmTwiceIsNone()
    {
        FilmIdentities films;
        for (int i = 0; i < 2; ++i)
            QVERIFY(!films.add({u"uid:1 a"_s, u"1"_s, true, u"p"_s}));
        QCOMPARE(identityConcerns(films.counts()), QString());
        QCOMPARE(films.counts().dicomFilms, qint64{1});
    }

    void filesWithoutUidShareNone()
    {
        FilmIdentities films;
        QVERIFY(!films.add({u"sha256:a"_s, {}, false, {}}));
        QVERIFY(!films.add({u"sha256:b"_s, {}, false, {}}));
        QVERIFY(!films.add({})); // could not be read
        QCOMPARE(identityConcerns(films.counts()), QString());
    }

    void missingPatientIdsAreSaidAsByABatch()
    {
        FilmIdentities films;
        QVERIFY(!films.add({u"uid:1 a"_s, u"1"_s, true, u" "_s}));
        QVERIFY(!films.add({u"uid:2 b"_s, u"2"_s, true, {}}));
        QVERIFY(identityConcerns(films.counts()).contains(u"missing in all 2 DICOM films"_s));
    }
};

QTEST_GUILESS_MAIN(TestFilmIdentities)
#include "test_film_identities.moc"
