// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/results/result_fixture.h"

#include <QRegularExpression>
#include <QTest>
#include <set>

using namespace Qt::StringLiterals;
using namespace ccad;
using namespace ccad::results;
using namespace ccad::test;

namespace {

FilmSource film()
{
    FilmSource source;
    source.studyInstanceUid = u"1.2.3"_s;
    source.sopInstanceUid = u"1.2.3.4"_s;
    return source;
}

QString uidFor(const FilmSource& source, const QString& picture, const FilmResult& result)
{
    return ResultUids(source, picture, result).uid("sr", "instance");
}

} // namespace

class TestResultUids : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aUidIsAUuidInDecimalDigits()
    {
        const QString uid = uidOf({"abc"});
        QVERIFY(QRegularExpression(u"^2\\.25\\.[1-9][0-9]{30,38}$"_s).match(uid).hasMatch());
        // From Python: uuid of the first 16 bytes of sha256(b"3:abc"), version 8.
        QCOMPARE(uid, u"2.25.226913629168089105521790336268554663280"_s);
        QVERIFY(uid.size() <= 44);
    }

    void partsDoNotRunTogether()
    {
        QVERIFY(uidOf({"ab", "c"}) != uidOf({"a", "bc"}));
        QVERIFY(uidOf({"ab"}) != uidOf({"ab", ""}));
    }

    void thousandsOfUidsDiffer()
    {
        std::set<QString> all;
        for (int i = 0; i < 5000; ++i)
            all.insert(uidOf({QByteArray::number(i)}));
        QCOMPARE(all.size(), std::size_t{5000});
    }

    void theSameInputsGiveTheSameUids()
    {
        const FilmResult result = madeUpResult(0, GateDecision::Kind::Accepted);
        QCOMPARE(uidFor(film(), u"hash"_s, result), uidFor(film(), u"hash"_s, result));
    }

    /// The last digit of a probability may differ between processors; the object is the same.
    void computedFiguresDoNotCount()
    {
        const FilmResult result = madeUpResult(0, GateDecision::Kind::Accepted);
        FilmResult other = result;
        other.classes[0].probability += 1e-6;
        other.saliencyWords = u"other words"_s;
        QCOMPARE(uidFor(film(), u"hash"_s, other), uidFor(film(), u"hash"_s, result));
    }

    void everyInputCounts()
    {
        const FilmResult result = madeUpResult(0, GateDecision::Kind::Accepted);
        const std::vector<std::function<void(FilmResult&)>> changes = {
            [](FilmResult& r) { r.modelSha256[0] = u'0'; },
            [](FilmResult& r) { r.gateSha256.clear(); },
            [](FilmResult& r) { r.threshold += 0.01; },
            [](FilmResult& r) { r.temperature += 0.01; },
            [](FilmResult& r) { r.regionLevel = 0.4; },
            [](FilmResult& r) { r.coverage = 0.95; },
            [](FilmResult& r) { r.audit.colour = AuditSummary::Colour::Red; },
            [](FilmResult& r) { r.programVersion = u"0.2.0"_s; },
            [](FilmResult& r) { r.classes[1].title = u"Healthy"_s; },
            [](FilmResult& r) { r.isSeverityAsked = true; },
            [](FilmResult& r) { r.saliencyGrade.clear(); },
            [](FilmResult& r) {
                r.reader = ReaderVerdict{u"Doe^Jane"_s, {}, {}, {}, {}, {}, false};
            },
            [](FilmResult& r) {
                r.reader = ReaderVerdict{u"Doe^Jane"_s, {}, {}, {}, u"seen"_s, {}, true};
            },
        };
        std::set<QString> all = {uidFor(film(), u"hash"_s, result)};
        for (const auto& change : changes) {
            FilmResult other = result;
            change(other);
            all.insert(uidFor(film(), u"hash"_s, other));
        }
        FilmSource otherFilm = film();
        otherFilm.sopInstanceUid = u"1.2.3.5"_s;
        all.insert(uidFor(otherFilm, u"hash"_s, result));
        all.insert(uidFor(film(), u"other hash"_s, result));
        const ResultUids uids(film(), u"hash"_s, result);
        all.insert(uids.uid("sr", "series"));
        all.insert(uids.uid("sc", "instance"));
        QCOMPARE(all.size(), changes.size() + 5);
    }

    void theDeviceChangesWithEachRetraining()
    {
        FilmResult result = madeUpResult(0, GateDecision::Kind::Accepted);
        const QString first = deviceUid(result);
        result.threshold = 0.3;
        result.programVersion = u"9.9"_s;
        QCOMPARE(deviceUid(result), first); // the same algorithm, otherwise used
        result.modelSha256[5] = u'0';
        QVERIFY(deviceUid(result) != first);
    }
};

QTEST_APPLESS_MAIN(TestResultUids)
#include "test_result_uids.moc"
