// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/internal/patient_key_form.h"

#include "ui/widgets/sentence_list.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/theme.h"

#include <QComboBox>
#include <QDir>
#include <QHeaderView>
#include <QLineEdit>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr int previewRows = 10;
constexpr int pauseMs = 500;

/// The name of the file up to the first "_" or "-": patient7_2.png, patient7-lateral.png.
const QString examplePattern = u"([^/_-]+)[^/]*$"_s;

} // namespace

PatientKeyForm::PatientKeyForm(QWidget* parent)
    : QWidget(parent), m_source(new QComboBox(this)), m_patternCaption(nullptr),
      m_pattern(new QLineEdit(examplePattern, this)), m_preview(new QTableWidget(0, 2, this)),
      m_patients(makeTextLabel({}, "text", this)), m_classFolder(new QComboBox(this)),
      m_problems(new SentenceList(tr("Problems of the patient key"), this))
{
    setAccessibleName(tr("Patients"));
    m_source->setAccessibleName(tr("Where the patient key comes from"));
    m_source->addItem(tr("Automatic (manifest, folders or DICOM)"),
                      int(PatientKeyRule::Source::Automatic));
    m_source->addItem(tr("From the file name"), int(PatientKeyRule::Source::FileName));
    m_source->addItem(tr("None: each image counts as a patient"),
                      int(PatientKeyRule::Source::None));
    m_classFolder->setAccessibleName(tr("Which folder names the class"));
    m_classFolder->addItem(tr("The class folder is found by itself"), int(ClassFolder::Automatic));
    m_classFolder->addItem(tr("The outermost folder names the class, those in it patients"),
                           int(ClassFolder::First));
    m_classFolder->addItem(tr("The innermost folder names the class"), int(ClassFolder::Last));
    m_pattern->setAccessibleName(tr("Pattern of the patient key"));
    m_pattern->setToolTip(tr("A regular expression, tried on the path of each file. What the first "
                             "pair of brackets finds is the key."));
    QFont fixed = m_pattern->font();
    fixed.setFamily(u"monospace"_s);
    m_pattern->setFont(fixed);
    m_patternCaption
        = makeCaption(tr("Pattern; the key is what stands in brackets"), m_pattern, this);
    m_preview->setHorizontalHeaderLabels({tr("File"), tr("Patient")});
    m_preview->setAccessibleName(tr("What the patient key is of some files"));
    m_preview->horizontalHeader()->setAccessibleName(tr("Columns"));
    m_preview->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_preview->verticalHeader()->hide();
    m_preview->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_preview->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_preview->setSelectionMode(QAbstractItemView::NoSelection);
    m_preview->setTextElideMode(Qt::ElideLeft);
    m_preview->setShowGrid(false);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 12, 0, 0);
    layout->setSpacing(spacing::medium);
    layout->addWidget(m_patients);
    layout->addWidget(m_source);
    layout->addWidget(m_patternCaption);
    layout->addWidget(m_pattern);
    layout->addWidget(m_problems);
    layout->addWidget(m_preview, 1);
    layout->addWidget(makeCaption(tr("In a folder of folders"), m_classFolder, this));
    layout->addWidget(m_classFolder);

    m_pause.setSingleShot(true);
    m_pause.setInterval(pauseMs);
    connect(&m_pause, &QTimer::timeout, this, &PatientKeyForm::apply);
    connect(m_source, &QComboBox::currentIndexChanged, this, &PatientKeyForm::onEdited);
    connect(m_classFolder, &QComboBox::currentIndexChanged, this, &PatientKeyForm::ruleChanged);
    connect(m_pattern, &QLineEdit::textChanged, this, &PatientKeyForm::onEdited);
    onEdited();
}

PatientKeyRule PatientKeyForm::ruleAsTyped() const
{
    const auto source = PatientKeyRule::Source(m_source->currentData().toInt());
    return {source, source == PatientKeyRule::Source::FileName ? m_pattern->text() : QString()};
}

ClassFolder PatientKeyForm::classFolder() const
{
    return ClassFolder(m_classFolder->currentData().toInt());
}

void PatientKeyForm::setIndex(std::shared_ptr<const DatasetIndex> index)
{
    m_index = std::move(index);
    showPatients();
    showPreview();
}

void PatientKeyForm::onEdited()
{
    const PatientKeyRule typed = ruleAsTyped();
    const bool hasPattern = typed.source == PatientKeyRule::Source::FileName;
    m_pattern->setVisible(hasPattern);
    m_patternCaption->setVisible(hasPattern);
    m_problems->clear();
    m_pause.stop();
    if (hasPattern)
        if (const auto checked = checkPattern(typed.pattern); !checked) {
            m_problems->addError(checked.error().message);
            return;
        }
    showPreview();
    if (typed != m_rule)
        m_pause.start();
}

void PatientKeyForm::apply()
{
    m_rule = ruleAsTyped();
    Q_EMIT ruleChanged();
}

void PatientKeyForm::showPreview()
{
    m_preview->setRowCount(0);
    if (!m_index)
        return;
    const PatientKeyRule typed = ruleAsTyped();
    const auto& items = m_index->dataset.items;
    const size_t count = std::min<size_t>(items.size(), previewRows);
    for (size_t row = 0; row < count; ++row) {
        // The examples are spread over the whole set: its beginning often looks all the same.
        const DatasetItem& item = items[row * items.size() / count];
        const QString path = QDir(m_index->root).relativeFilePath(item.file);
        // If the index was made with another kind of keys, the new keys are known once it is made
        // again.
        QString key = typed.source == m_rule.source ? item.patient : u"…"_s;
        if (typed.source == PatientKeyRule::Source::FileName)
            key = patientKeyFromPath(typed.pattern, path);
        else if (typed.source == PatientKeyRule::Source::None)
            key.clear();
        m_preview->insertRow(int(row));
        auto* file = new QTableWidgetItem(path);
        file->setToolTip(path);
        m_preview->setItem(int(row), 0, file);
        m_preview->setItem(int(row), 1,
                           new QTableWidgetItem(key.isEmpty() ? tr("not known") : key));
    }
}

void PatientKeyForm::showPatients()
{
    QString text;
    if (m_index && m_index->unknownPatients == int(m_index->dataset.items.size()))
        text = tr("The patients are not known. Images of one patient may lie on both sides of the "
                  "split, and results may look better than they are.");
    else if (m_index && m_index->unknownPatients > 0)
        text = tr("%1 patients; of %2 images the patient is not known.")
                   .arg(m_index->patients)
                   .arg(m_index->unknownPatients);
    else if (m_index)
        text = tr("%1 patients; the patient of every image is known.").arg(m_index->patients);
    setPlainText(m_patients, text);
}

} // namespace ccad
