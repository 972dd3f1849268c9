// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/key_objects.h"
#include "tests/core/results/judged_chest.h"

#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::results;
using namespace ccad::test;

namespace {

JudgedFilm judged(const char* study, const char* series, const char* instance, bool isPositive)
{
    JudgedFilm film;
    film.film.studyInstanceUid = QString::fromLatin1(study);
    film.film.seriesInstanceUid = QString::fromLatin1(series);
    film.film.sopInstanceUid = QString::fromLatin1(instance);
    film.film.sopClassUid = QString::fromLatin1(UID_DigitalXRayImageStorageForPresentation);
    film.film.date = QDate(2026, 1, 2);
    film.result = madeUpResult(isPositive ? 0 : 1, GateDecision::Kind::Accepted);
    return film;
}

std::vector<KeyObjects> documentsOf(const std::vector<JudgedFilm>& films)
{
    auto documents = keyObjects(films);
    if (!documents)
        qFatal("%s", qPrintable(documents.error().message));
    return *std::move(documents);
}

/// The instances that the document's tree names, and those of its evidence, both sorted.
struct Named
{
    QStringList inTree;
    QStringList asEvidence;
};

Named namedIn(DcmDataset& document)
{
    Named named;
    for (DcmItem* image : contentOf(document))
        for (DcmItem* reference : itemsOf(*image, DCM_ReferencedSOPSequence))
            named.inTree << textIn(*reference, DCM_ReferencedSOPInstanceUID);
    for (DcmItem* study : itemsOf(document, DCM_CurrentRequestedProcedureEvidenceSequence))
        for (DcmItem* series : itemsOf(*study, DCM_ReferencedSeriesSequence))
            for (DcmItem* instance : itemsOf(*series, DCM_ReferencedSOPSequence))
                named.asEvidence << textIn(*instance, DCM_ReferencedSOPInstanceUID);
    named.inTree.sort();
    named.asEvidence.sort();
    return named;
}

} // namespace

/// Key Object Selection Documents of a batch.
class TestKeyObjects : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void eachStudyHasItsPositives();
    void noPositiveNoDocument();
    void aRefusedFilmIsNotSelected();
    void aFilmIsNamedOnce();
    void theOrderChangesNoUid();
    void framesAreNamed();
    void theDescriptionSaysWhatItIsFor();
};

void TestKeyObjects::eachStudyHasItsPositives()
{
    const std::vector<KeyObjects> documents = documentsOf(
        {judged("1.1", "1.1.1", "1.1.1.1", true), judged("1.1", "1.1.1", "1.1.1.2", false),
         judged("1.2", "1.2.1", "1.2.1.1", true), judged("1.1", "1.1.2", "1.1.2.1", true),
         judged("1.3", "1.3.1", "1.3.1.1", false)});
    QCOMPARE(int(documents.size()), 2);
    QCOMPARE(documents[0].studyInstanceUid, u"1.1"_s);
    QCOMPARE(documents[1].studyInstanceUid, u"1.2"_s);
    const auto first = readBack(documents[0].object.bytes);
    QVERIFY(first != nullptr);
    QCOMPARE(textIn(*first->getDataset(), DCM_StudyInstanceUID), u"1.1"_s);
    const Named named = namedIn(*first->getDataset());
    QCOMPARE(named.inTree, (QStringList{u"1.1.1.1"_s, u"1.1.2.1"_s}));
    QCOMPARE(named.asEvidence, named.inTree);
    const auto second = readBack(documents[1].object.bytes);
    QVERIFY(second != nullptr);
    QCOMPARE(textIn(*second->getDataset(), DCM_StudyInstanceUID), u"1.2"_s);
    QCOMPARE(namedIn(*second->getDataset()).inTree, QStringList{u"1.2.1.1"_s});
    QCOMPARE(documents[0].object.sopClassUid,
             QString::fromLatin1(UID_KeyObjectSelectionDocumentStorage));
    QVERIFY(documents[0].object.seriesInstanceUid != u"1.1.1"_s);
}

void TestKeyObjects::noPositiveNoDocument()
{
    QVERIFY(documentsOf({judged("1.1", "1.1.1", "1.1.1.2", false)}).empty());
    QVERIFY(documentsOf({}).empty());
}

void TestKeyObjects::aRefusedFilmIsNotSelected()
{
    JudgedFilm film = judged("1.1", "1.1.1", "1.1.1.2", true);
    film.result.status = Finding::Status::Refused;
    QVERIFY(documentsOf({film}).empty());
}

void TestKeyObjects::aFilmIsNamedOnce()
{
    const JudgedFilm film = judged("1.1", "1.1.1", "1.1.1.1", true);
    const auto documents = documentsOf({film, film});
    QCOMPARE(int(documents.size()), 1);
    const auto file = readBack(documents[0].object.bytes);
    QVERIFY(file != nullptr);
    QCOMPARE(namedIn(*file->getDataset()).inTree, QStringList{u"1.1.1.1"_s});
}

void TestKeyObjects::theOrderChangesNoUid()
{
    std::vector<JudgedFilm> films{judged("1.1", "1.1.1", "1.1.1.1", true),
                                  judged("1.1", "1.1.1", "1.1.1.2", true)};
    const QString uid = documentsOf(films)[0].object.sopInstanceUid;
    std::swap(films[0], films[1]);
    QCOMPARE(documentsOf(films)[0].object.sopInstanceUid, uid);
    films.pop_back();
    QVERIFY(documentsOf(films)[0].object.sopInstanceUid != uid);
}

void TestKeyObjects::framesAreNamed()
{
    JudgedFilm film = judged("1.1", "1.1.1", "1.1.1.1", true);
    film.film.frames = 3;
    film.film.sopClassUid
        = QString::fromLatin1(UID_MultiframeGrayscaleWordSecondaryCaptureImageStorage);
    const auto documents = documentsOf({film});
    const auto file = readBack(documents[0].object.bytes);
    QVERIFY(file != nullptr);
    DcmItem& image = itemOf(*file->getDataset(), DCM_ContentSequence, 1);
    QCOMPARE(textIn(itemOf(image, DCM_ReferencedSOPSequence), DCM_ReferencedFrameNumber), u"1"_s);
}

void TestKeyObjects::theDescriptionSaysWhatItIsFor()
{
    const auto documents = documentsOf({judged("1.1", "1.1.1", "1.1.1.1", true)});
    const auto file = readBack(documents[0].object.bytes);
    QVERIFY(file != nullptr);
    DcmDataset& document = *file->getDataset();
    DcmItem& description = itemOf(document, DCM_ContentSequence);
    const QString words = textIn(description, DCM_TextValue);
    QVERIFY2(words.startsWith(u"Research use only. Not for diagnosis."_s), qPrintable(words));
    QVERIFY2(words.contains(u"For AI review"_s), qPrintable(words));
    QVERIFY2(words.contains(u"COVID-19 pneumonia at least its threshold of 61 %"_s),
             qPrintable(words));
    QCOMPARE(textIn(itemOf(document, DCM_ConceptNameCodeSequence), DCM_CodeValue), u"113000"_s);
    QCOMPARE(textIn(itemOf(document, DCM_ContentTemplateSequence), DCM_TemplateIdentifier),
             u"2010"_s);
}

QTEST_GUILESS_MAIN(TestKeyObjects)
#include "test_key_objects.moc"
