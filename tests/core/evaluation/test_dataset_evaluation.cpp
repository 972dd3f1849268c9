// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/base/folder_kind.h"
#include "core/evaluation/dataset_evaluation.h"
#include "core/evaluation/result_folder.h"
#include "core/imaging/reading/reader.h"
#include "tests/support/dicom_writer.h"
#include "tests/support/golden_network.h"
#include "tests/support/phantom.h"
#include "tests/support/toy_dataset.h"

#include <QTemporaryDir>
#include <QTest>

#include <atomic>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

/// A narrow network on small pictures.
class TestDatasetEvaluation : public QObject
{
    Q_OBJECT

    [[nodiscard]] QString path(const char* name) const
    {
        return m_dir.filePath(QString::fromLatin1(name));
    }
    [[nodiscard]] Result<DatasetEvaluation> run(const EvaluationRequest& request) const
    {
        return evaluateDataset(*m_classifier, request, {});
    }

    QTemporaryDir m_dir;
    Dataset m_dataset;
    std::unique_ptr<Classifier> m_classifier;

private Q_SLOTS:
    void initTestCase()
    {
        auto dataset = writeToyDataset(path("data"), 40);
        QVERIFY(dataset);
        m_dataset = std::move(*dataset);
        NetworkSpec spec;
        spec.widthMultiplier = 0.1;
        spec.inputSize = 32;
        spec.classes = 3;
        ModelPackage package = hashPackage(spec);
        // Another order than the data set's, and one class more.
        package.manifest.classes = {{u"striped"_s, {}}, {u"spotted"_s, {}}, {u"plain"_s, {}}};
        auto classifier = Classifier::create(package);
        QVERIFY(classifier);
        m_classifier = std::move(*classifier);
    }

    void triesEveryImageInOrder()
    {
        const auto evaluation = run({m_dataset, path("data"), EvaluatedSide::Automatic});
        QVERIFY2(evaluation, evaluation ? "" : qPrintable(evaluation.error().message));
        const auto& items = evaluation->results.test.items;
        QCOMPARE(items.size(), std::size_t{40});
        for (std::size_t i = 0; i < items.size(); ++i) {
            QCOMPARE(items[i].item.file, m_dataset.items[i].file);
            QCOMPARE(items[i].item.label, items[i].item.file.contains(u"/plain/"_s) ? 2 : 0);
            // The same answer as one by one.
            const auto input = inputFromFile(m_classifier->preprocessor(), {})(items[i].item);
            QVERIFY(input);
            const auto alone = m_classifier->predict(*input);
            QVERIFY(alone);
            QVERIFY(largestDifference(alone->probabilities, items[i].probabilities) < 1e-5);
        }
        QVERIFY(evaluation->results.knowsPatients);
        QCOMPARE(evaluation->notes.size(), 1); // no image of "spotted"
        QVERIFY(evaluation->notes.first().contains(u"\"spotted\""_s));
    }

    void aFileIsReadAsAPredictionReadsIt()
    {
        // Lossless JPEG 2000, of which a network is shown a lower resolution.
        DicomSpec film;
        film.columns = 320;
        film.rows = 300;
        film.transferSyntax = "1.2.840.10008.1.2.4.90";
        film.values = drawChest(film.columns, film.rows, 4095);
        const QString file = path("film.dcm");
        QVERIFY(writeFileAtomically(file, writeDicom(film)));
        DatasetItem item;
        item.file = file;
        const Preprocessor& preprocessor = m_classifier->preprocessor();
        const auto reduced = readReduced(file, preprocessor.readSize());
        QVERIFY(reduced && !reduced->isWhole());
        const auto input = inputFromFile(preprocessor, {})(item);
        QVERIFY(input);
        QVERIFY(input->values == preprocessor(*reduced).values);
        QVERIFY(input->values != preprocessor(*readRadiograph(file)).values);
    }

    void choosesTheSide()
    {
        Dataset split = m_dataset;
        QVERIFY(!run({split, {}, EvaluatedSide::Test}));
        QCOMPARE(run({split, {}, EvaluatedSide::Test}).error().code, ErrorCode::DatasetUnusable);
        for (std::size_t i = 0; i < split.items.size(); ++i)
            split.items[i].split = i < 30 ? u"train"_s : u"test"_s;
        const auto automatic = run({split, {}, EvaluatedSide::Automatic});
        QVERIFY(automatic);
        QCOMPARE(automatic->results.test.items.size(), std::size_t{10});
        QVERIFY(automatic->notes.first().contains(u"30 others"_s));
        QCOMPARE(run({split, {}, EvaluatedSide::Test})->results.test.items.size(), std::size_t{10});
        QCOMPARE(run({split, {}, EvaluatedSide::All})->results.test.items.size(), std::size_t{40});
    }

    void namesClassesThatTheModelDoesNotKnow()
    {
        Dataset strange = m_dataset;
        strange.classes.append(u"wavy"_s);
        strange.items[7].label = 2;
        const auto evaluation = run({strange, {}, EvaluatedSide::All});
        QCOMPARE(evaluation.error().code, ErrorCode::DatasetUnusable);
        QVERIFY(evaluation.error().message.contains(u"\"wavy\""_s));
        // Not asked for: no obstacle.
        strange.items[0].split = strange.items[39].split = u"test"_s;
        QVERIFY(run({strange, {}, EvaluatedSide::Test}));
    }

    void namesUnreadableImages()
    {
        Dataset broken = m_dataset;
        const QString file = path("data/plain/broken.bmp");
        QVERIFY(writeFileAtomically(file, "no picture"));
        broken.items[3].file = file;
        const auto evaluation = run({broken, {}, EvaluatedSide::All});
        QVERIFY(evaluation);
        QCOMPARE(evaluation->results.test.items.size(), std::size_t{39});
        QCOMPARE(evaluation->results.test.unreadable.size(), 1);
        QVERIFY(evaluation->results.test.unreadable.first().startsWith(file + u':'));
        for (DatasetItem& item : broken.items)
            item.file = file;
        QCOMPARE(run({broken, {}, EvaluatedSide::All}).error().code, ErrorCode::DatasetUnusable);
    }

    void saysThatPatientsAreNotKnown()
    {
        Dataset nameless = m_dataset;
        nameless.items[5].patient.clear();
        const auto evaluation = run({nameless, {}, EvaluatedSide::All});
        QVERIFY(evaluation);
        QVERIFY(!evaluation->results.knowsPatients);
        QVERIFY(evaluation->notes.join(u' ').contains(u"name no patient"_s));
    }

    void oneKeyInMostImagesIsSaid()
    {
        Dataset anonymised = m_dataset;
        for (DatasetItem& item : anonymised.items)
            item.patient = u"anonymous"_s;
        const auto evaluation
            = evaluateDataset(*m_classifier, {anonymised, {}, EvaluatedSide::All}, {});
        QVERIFY2(evaluation, qPrintable(evaluation ? QString() : evaluation.error().message));
        QVERIFY2(evaluation->notes.join(u' ').contains(u"the same patient key"_s),
                 qPrintable(evaluation->notes.join(u' ')));
    }

    void stopsWhenAsked()
    {
        const CancelToken cancel;
        std::atomic_int calls = 0;
        const auto evaluation
            = evaluateDataset(*m_classifier, {m_dataset, {}, EvaluatedSide::All}, cancel,
                              [&](qint64 done, qint64 total, const QString&) {
                                  QCOMPARE(total, 40);
                                  QVERIFY(done < total);
                                  ++calls;
                                  cancel.cancel();
                              });
        QCOMPARE(evaluation.error().code, ErrorCode::Cancelled);
        QCOMPARE(calls.load(), 1);
    }

    void replacesOnlyResults()
    {
        const QString folder = path("results");
        const std::map<QString, QByteArray> files
            = {{u"metrics.json"_s, "{}"}, {u"predictions.csv"_s, "file"}};
        QVERIFY(checkResultsTarget(folder));
        QVERIFY(!QDir(folder).exists()); // only asked
        QVERIFY(saveResults(files, folder));
        QVERIFY(saveResults({{u"metrics.json"_s, "{ }"}}, folder));
        QCOMPARE(QDir(folder).entryList(QDir::Files), QStringList{u"metrics.json"_s});
        QVERIFY(QFile::exists(replacedFolderOf(folder) + u"/predictions.csv"_s));
        QVERIFY(writeFileAtomically(folder + u"/thesis.odt"_s, "mine"));
        QCOMPARE(saveResults(files, folder).error().code, ErrorCode::WriteFailed);
        QVERIFY(checkResultsTarget(folder).error().message.contains(u"thesis.odt"_s));
        QCOMPARE(*readFile(folder + u"/thesis.odt"_s, 100), QByteArray("mine"));
        QCOMPARE(checkResultsTarget(folder + u"/thesis.odt"_s).error().code,
                 ErrorCode::WriteFailed);
        QCOMPARE(checkResultsTarget(folder + u"/thesis.odt/below"_s).error().code,
                 ErrorCode::WriteFailed);
        QVERIFY(checkResultsTarget(path("new/deep/folder")));
        QVERIFY(!QDir(path("new")).exists());
    }
};

QTEST_GUILESS_MAIN(TestDatasetEvaluation)
#include "test_dataset_evaluation.moc"
