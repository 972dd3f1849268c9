// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/isolation/decoding_service.h"
#include "core/nodes/answers_json.h"
#include "core/nodes/internal/told_answers.h"
#include "core/nodes/query_dataset.h"

#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;

namespace {

Result<QueryMatch> readOne(const QByteArray& dataset)
{
    CollectedAnswers answers;
    if (!answers.append(dataset))
        return Error{ErrorCode::TooLarge, {}, {}};
    const auto matches = answers.read({});
    return matches ? Result<QueryMatch>(matches->front()) : matches.error();
}

} // namespace

class TestAnswers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void identifiersComeBack()
    {
        Query query;
        query.keys = usualKeys(query.level);
        query.keys[attribute::patientName] = u"Müller*"_s;
        query.keys[attribute::studyUid] = u"1.2.3"_s;
        const QByteArray bytes = identifierOf(query);
        QCOMPARE(bytes.size() % 2, 0);
        const auto match = readOne(bytes);
        QVERIFY2(match.hasValue(), qPrintable(match ? QString() : match.error().message));
        QCOMPARE(match->text(attribute::patientName), u"Müller*"_s);
        QCOMPARE(match->text(attribute::studyUid), u"1.2.3"_s);
        QCOMPARE(match->text(attribute::queryLevel), u"STUDY"_s);
        QVERIFY(match->text(attribute::patientId).isEmpty());
    }

    void answersWithoutSenseAreRefused()
    {
        for (const QByteArray& bytes :
             {QByteArray("abc"), QByteArray::fromHex("1000100000ffffff"), QByteArray(9, '\xFF')}) {
            const auto match = readOne(bytes);
            QVERIFY(!match);
            QCOMPARE(match.error().code, ErrorCode::FileBroken);
            // By no path: there is none that says anything.
            QVERIFY2(match.error().message.startsWith(u"Cannot read the archive's answer: "_s),
                     qPrintable(match.error().message));
        }
        QVERIFY(readOne({}).hasValue());
    }

    void answersAreReadTogether()
    {
        CollectedAnswers answers;
        for (int i = 0; i < 300; ++i) {
            Query query;
            query.keys[attribute::patientId] = QString::number(i);
            QVERIFY(answers.append(identifierOf(query)));
        }
        const auto matches = answers.read({});
        QVERIFY2(matches.hasValue(), qPrintable(matches ? QString() : matches.error().message));
        QCOMPARE(matches->size(), std::size_t{300});
        QCOMPARE(matches->at(299).text(attribute::patientId), u"299"_s);
        QVERIFY(!answers.append(QByteArray(CollectedAnswers::mostBytes, ' ')));
        QCOMPARE(answers.count(), 300);
    }

    void aChildThatLiesIsNotBelieved()
    {
        QueryMatch match;
        match.values[attribute::patientId] = u"7"_s;
        const QByteArray bytes = bytesOf({match, match});
        QCOMPARE(matchesFrom(bytes)->size(), std::size_t{2});
        for (qsizetype length = 1; length < bytes.size(); ++length)
            if (length != bytes.size() / 2)
                QVERIFY(!matchesFrom(bytes.first(length)));
        match.values[attribute::patientId] = QString(longestAnswerText + 1, u'7');
        QVERIFY(!matchesFrom(bytesOf({match})));
        QVERIFY(!matchesFrom(QByteArray::fromHex("ffffffff")));
    }

    void answersAreReadByALockedProcess()
    {
        CollectedAnswers answers;
        QVERIFY(answers.append(identifierOf({})));
        CancelToken cancel;
        cancel.cancel();
        const auto none = answers.read(cancel);
        QVERIFY(!none);
        QCOMPARE(none.error().code, ErrorCode::Cancelled);
        QVERIFY(answers.read({}).hasValue());
        QVERIFY(decoding().templatePid() > 0);
    }

    void readsMatches()
    {
        const auto answer = answerInJson(R"([{
            "00100010": {"vr": "PN", "Value": [{"Alphabetic": "M\u00fcller^J"}]},
            "00080061": {"vr": "CS", "Value": ["CR", "DX"]},
            "00201208": {"vr": "IS", "Value": [5]},
            "00081140": {"vr": "SQ", "Value": [{}]},
            "0020000D": {"vr": "UI", "Value": ["1.2.3"]}, "nonsense": 7, "00100020": {"vr": "LO"}}])",
                                         10, {});
        QVERIFY(answer.hasValue());
        QCOMPARE(answer->matches.size(), std::size_t{1});
        const QueryMatch& match = answer->matches.front();
        QCOMPARE(match.text(attribute::patientName), u"Müller^J"_s);
        QCOMPARE(match.text(attribute::modalitiesInStudy), u"CR\\DX"_s);
        QCOMPARE(match.text(attribute::imagesInStudy), u"5"_s);
        QCOMPARE(match.text(attribute::studyUid), u"1.2.3"_s);
        QVERIFY(match.text(attribute::patientId).isEmpty());
    }

    void matchesAreLimited()
    {
        const auto answer = answerInJson("[{},{},{}]", 2, {});
        QVERIFY(answer.hasValue());
        QVERIFY(answer->isCut);
        QCOMPARE(answer->matches.size(), std::size_t{2});
        const auto longText = answerInJson("[{\"00100010\": {\"vr\": \"LO\", \"Value\": [\""
                                               + QByteArray(100000, 'a') + "\"]}}]",
                                           2, {});
        QVERIFY(longText.hasValue());
        QCOMPARE(longText->matches.front().text(attribute::patientName).size(), 1024);
    }

    void nonsenseIsAnError()
    {
        for (const QByteArray& json :
             {QByteArray("{}"), QByteArray("[1]"), QByteArray("<html>"), QByteArray("[{"),
              QByteArray(100000, '['), QByteArray("\xFF\xFE")})
            QVERIFY2(!answerInJson(json, 10, {}), json.left(20));
        QVERIFY(answerInJson("", 10, {}).hasValue());
    }

    void readsWhatWasStored()
    {
        const auto objects = storedObjectsInJson(R"({
            "00081199": {"vr": "SQ", "Value": [{"00081155": {"vr": "UI", "Value": ["1.2"]}}]},
            "00081198": {"vr": "SQ", "Value": [{"00081155": {"vr": "UI", "Value": ["1.3"]},
                                                "00081197": {"vr": "US", "Value": [272]}},
                                               {"00081155": {"vr": "UI", "Value": ["../x"]}}]}})",
                                                 {});
        QVERIFY(objects.hasValue());
        QCOMPARE(objects->size(), std::size_t{2});
        QVERIFY(objects->at(0).isStored);
        QVERIFY(!objects->at(1).isStored);
        QCOMPARE(objects->at(1).reason, 272);
    }
};

QTEST_GUILESS_MAIN(TestAnswers)
#include "test_answers.moc"
