// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/key_objects.h"
#include "tests/core/results/judged_film.h"
#include "tests/core/results/read_object.h"

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
    film.result = threeClasses(isPositive ? 1 : 0);
    return film;
}

std::vector<ResultObject> documentsOf(const std::vector<JudgedFilm>& films)
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
    for (int i = 1; i < countOf(document, DCM_ContentSequence); ++i) // after the description
        named.inTree << textOf(
            itemOf(itemOf(document, DCM_ContentSequence, static_cast<unsigned long>(i)),
                   DCM_ReferencedSOPSequence),
            DCM_ReferencedSOPInstanceUID);
    DcmItem& study = itemOf(document, DCM_CurrentRequestedProcedureEvidenceSequence);
    for (int s = 0; s < countOf(study, DCM_ReferencedSeriesSequence); ++s) {
        DcmItem& series
            = itemOf(study, DCM_ReferencedSeriesSequence, static_cast<unsigned long>(s));
        for (int i = 0; i < countOf(series, DCM_ReferencedSOPSequence); ++i)
            named.asEvidence << textOf(
                itemOf(series, DCM_ReferencedSOPSequence, static_cast<unsigned long>(i)),
                DCM_ReferencedSOPInstanceUID);
    }
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
    const std::vector<ResultObject> documents
        = documentsOf({judged("1.1", "1.1.1", "1.1.1.1", true),
                       judged("1.1", "1.1.1", "1.1.1.2", false),
                       judged("1.2", "1.2.1", "1.2.1.1", true),
                       judged("1.1", "1.1.2", "1.1.2.1", true),
                       judged("1.3", "1.3.1", "1.3.1.1", false)});
    QCOMPARE(int(documents.size()), 2);
    DcmFileFormat first;
    readFile(documents[0].bytes, first);
    QCOMPARE(textOf(*first.getDataset(), DCM_StudyInstanceUID), u"1.1"_s);
    const Named named = namedIn(*first.getDataset());
    QCOMPARE(named.inTree, (QStringList{u"1.1.1.1"_s, u"1.1.2.1"_s}));
    QCOMPARE(named.asEvidence, named.inTree);
    DcmFileFormat second;
    readFile(documents[1].bytes, second);
    QCOMPARE(textOf(*second.getDataset(), DCM_StudyInstanceUID), u"1.2"_s);
    QCOMPARE(namedIn(*second.getDataset()).inTree, QStringList{u"1.2.1.1"_s});
    QCOMPARE(documents[0].sopClassUid, QString::fromLatin1(UID_KeyObjectSelectionDocumentStorage));
    QVERIFY(documents[0].seriesInstanceUid != u"1.1.1"_s);
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
    DcmFileFormat file;
    readFile(documents[0].bytes, file);
    QCOMPARE(namedIn(*file.getDataset()).inTree, QStringList{u"1.1.1.1"_s});
}

void TestKeyObjects::theOrderChangesNoUid()
{
    std::vector<JudgedFilm> films{judged("1.1", "1.1.1", "1.1.1.1", true),
                                  judged("1.1", "1.1.1", "1.1.1.2", true)};
    const QString uid = documentsOf(films)[0].sopInstanceUid;
    std::swap(films[0], films[1]);
    QCOMPARE(documentsOf(films)[0].sopInstanceUid, uid);
    films.pop_back();
    QVERIFY(documentsOf(films)[0].sopInstanceUid != uid);
}

void TestKeyObjects::framesAreNamed()
{
    JudgedFilm film = judged("1.1", "1.1.1", "1.1.1.1", true);
    film.film.frames = 3;
    DcmFileFormat file;
    const auto documents = documentsOf({film});
    readFile(documents[0].bytes, file);
    DcmItem& image = itemOf(*file.getDataset(), DCM_ContentSequence, 1);
    QCOMPARE(textOf(itemOf(image, DCM_ReferencedSOPSequence), DCM_ReferencedFrameNumber), u"1"_s);
}

void TestKeyObjects::theDescriptionSaysWhatItIsFor()
{
    DcmFileFormat file;
    const auto documents = documentsOf({judged("1.1", "1.1.1", "1.1.1.1", true)});
    readFile(documents[0].bytes, file);
    DcmDataset& document = *file.getDataset();
    DcmItem& description = itemOf(document, DCM_ContentSequence);
    const QString words = textOf(description, DCM_TextValue);
    QVERIFY2(words.startsWith(u"Research use only. Not for diagnosis."_s), qPrintable(words));
    QVERIFY2(words.contains(u"For AI review"_s), qPrintable(words));
    QVERIFY2(words.contains(u"COVID-19 pneumonia at least its threshold of 50 %"_s),
             qPrintable(words));
    QCOMPARE(textOf(itemOf(document, DCM_ConceptNameCodeSequence), DCM_CodeValue), u"113000"_s);
    QCOMPARE(textOf(itemOf(document, DCM_ContentTemplateSequence), DCM_TemplateIdentifier),
             u"2010"_s);
}

QTEST_GUILESS_MAIN(TestKeyObjects)
#include "test_key_objects.moc"
