// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/worklist/film_identities.h"
#include "core/worklist/identity_concerns.h"

#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;

class TestFilmIdentities : public QObject
{
    Q_OBJECT

    static FilmIdentity film(const QString& identity, const QString& uid, const QString& patient)
    {
        return {identity, uid, true, {patient, {}, {}, {}, {}}, {}};
    }

private Q_SLOTS:
    void aUidWithAnotherPictureIsUsedTwice()
    {
        FilmIdentities films;
        const FilmIdentity one = film(u"uid:1 a"_s, u"1"_s, u"p"_s);
        const FilmIdentity other = film(u"uid:1 c"_s, u"1"_s, u"p"_s);
        QCOMPARE(films.add(one, u"a.dcm"_s), QString());
        QCOMPARE(films.add(film(u"uid:2 b"_s, u"2"_s, u"q"_s), u"b.dcm"_s), QString());
        QCOMPARE(films.otherOfUid(one), QString());
        QCOMPARE(films.add(other, u"c.dcm"_s), QString());
        // Each names the other one.
        QCOMPARE(films.otherOfUid(one), u"c.dcm"_s);
        QCOMPARE(films.otherOfUid(other), u"a.dcm"_s);
        QVERIFY2(identityConcerns(films.counts())
                     .startsWith(u"UID used twice: 2 films carry one SOP Instance UID"_s),
                 qPrintable(identityConcerns(films.counts())));
    }

    void theSameFilmTwiceIsACopyAndNoUidUsedTwice()
    {
        FilmIdentities films;
        const FilmIdentity one = film(u"uid:1 a"_s, u"1"_s, u"p"_s);
        QCOMPARE(films.add(one, u"a.dcm"_s), QString());
        QCOMPARE(films.add(one, u"b.dcm"_s), u"a.dcm"_s);
        QCOMPARE(films.otherOfUid(one), QString());
        QCOMPARE(identityConcerns(films.counts()), QString());
        QCOMPARE(films.counts().dicomFilms, qint64{1});
    }

    void filesWithoutUidShareNone()
    {
        FilmIdentities films;
        for (const QString& identity : {u"sha256:a"_s, u"sha256:b"_s, QString()})
            QCOMPARE(films.add({identity, {}, false, {}, {}}, u"x"_s), QString());
        QCOMPARE(identityConcerns(films.counts()), QString());
    }

    void missingPatientIdsAreSaidAsByABatch()
    {
        FilmIdentities films;
        (void)films.add(film(u"uid:1 a"_s, u"1"_s, u" "_s), u"a"_s);
        (void)films.add(film(u"uid:2 b"_s, u"2"_s, {}), u"b"_s);
        QVERIFY(identityConcerns(films.counts()).contains(u"missing in all 2 DICOM films"_s));
    }
};

QTEST_GUILESS_MAIN(TestFilmIdentities)
#include "test_film_identities.moc"
