"""Why a reading is in doubt: the reasons that messages carry, in both languages."""

from extraction.values.bilingual import Bilingual
from extraction.values.catalogue.template import Template

# Labels and rows

LABEL_UNCLEAR = Bilingual(en="its label is not clear", zh="行标签无法确认")
LABEL_TWICE = Bilingual(en="its label is printed twice", zh="该行标签出现两次")
LABEL_SPLIT = Bilingual(
    en="figures stand beside both parts of its label", zh="行标签分作两处，两处旁均有数字"
)
FIGURE_STUCK = Bilingual(
    en="a figure of the row above may stick to its label", zh="行标签前可能粘有上一行的数字"
)
FIGURE_IN_LABEL = Bilingual(
    en="its label ends in a figure that may be a cell's", zh="行标签末尾的数字可能是单元格中的数"
)
NO_LABEL = Bilingual(en="figures stand here without a label", zh="此处数字没有行标签")
ROW_OUT_OF_ORDER = Bilingual(en="it stands out of order", zh="行的位置与表样次序不符")
FIGURES_SHIFTED = Bilingual(
    en="its figures may stand before or behind its label", zh="数字可能在行标签之前，也可能在其后"
)
OTHER_FIGURES = Bilingual(
    en="a second reading gives this row other figures", zh="第二次读取该行得出不同数字"
)

# Columns and their heads

COLUMNS_REORDERED = Bilingual(en="the column heads stand in another order", zh="列名次序与表样不同")
COLUMNS_REORDERED_BELOW = Bilingual(
    en="column heads below the figures stand in another order", zh="数字下方的列名次序与表样不同"
)
COLUMN_TWICE = Bilingual(
    en="a column head is printed twice, and another is not", zh="某列名出现两次，另有列名缺失"
)
COLUMN_HEADER_GONE = Bilingual(
    "the header of a column is gone, and the others may stand over other columns",
    "有列名缺失，其余列名可能不在原来的列上",
)
COLUMN_MISPLACED = Bilingual(
    en="a column head that cannot be read stands where the form has none",
    zh="有无法辨认的列名，其位置在表样中无列",
)
COLUMN_RENAMED = Template(
    en="a column head names something that the form does not have: “{printed}”",
    zh="有列名为表样所无：“{printed}”",
)
COLUMN_OVER_ANOTHER = Bilingual(
    en="a column head stands over the figures of another column", zh="列名与其下数字错位"
)
OTHER_UNIT = Bilingual(en="a label names another unit than the form", zh="标签所印单位与表样不同")
SUBTOTAL_UNCLEAR = Bilingual(
    en="it is not clear which column is the subtotal", zh="无法确定哪一列为小计"
)

# Headings over a table in one line of figures

HEADINGS_REORDERED = Bilingual(
    en="the headings over the figures stand in another order", zh="数字上方的标题次序与表样不同"
)
HEADING_TWICE = Bilingual(
    en="a heading over the figures is printed twice, and another is not",
    zh="数字上方某标题出现两次，另有标题缺失",
)
HEADING_MISPLACED = Bilingual(
    en="a heading that cannot be read makes others stand where the form has none",
    zh="有标题无法辨认，致其余标题与表样错位",
)
HEADING_RENAMED = Bilingual(
    en="a heading names something that the form does not have", zh="有标题为表样所无"
)
HEADING_OF_OTHER_UNIT = Bilingual(
    en="a heading names another unit than the form", zh="标题所印单位与表样不同"
)
ROW_TOO_LONG = Bilingual(
    en="a row holds more figures than the form has columns", zh="有行的数字多于表样的列数"
)
TABLE_TURNED = Bilingual(en="rows and columns of the table are exchanged", zh="表格行列互换")

OTHER_ARRANGEMENT = Bilingual(
    en="the other tables are arranged in another way", zh="其余各表的排列方式与此表不同"
)

# Figures of a line and its cells

NOTHING_PRINTED = Bilingual(en="nothing is printed in this row", zh="该行没有数字")
WORDS_AMONG_FIGURES = Bilingual(en="words stand among its figures", zh="数字之间夹有文字")
CELL_CROWDED = Bilingual(
    en="two figures stand in one cell, and another is blank", zh="一格内有两个数字，另有一格为空"
)
CELLS_MERGED = Template(en="{drawn:cell} drawn for {width}", zh="只画有{drawn}格，应有{width}格")
FIGURES_FOR_CELLS = Template(
    en="{figures:figure} for {width:cell}",
    zh="印有{figures}个数字，应填{width}格，无法确定各数所属的列",
)
TOO_MANY_READINGS = Template(
    en="{figures:figure} for {width:cell}: too many readings",
    zh="印有{figures}个数字，应填{width}格，可能的读法过多",
)
FIGURES_UNCLEAR = Bilingual(
    en="the figures cannot be told apart", zh="数字无法区分，不能确定各属何列"
)
READINGS_REMAIN = Template(en="{why}; {rivals} readings remain", zh="{why}，尚有{rivals}种读法")

# Readings near ours that would make failing sums close

ROW_SHIFTED = Template(
    en="the figures close if those of {row} stand in other columns",
    zh="若“{row}”各数移列，则勾稽相符",
)
FIGURE_SPLIT = Template(
    en="the figures close if two neighbours in {row} are one number",
    zh="若“{row}”相邻两数合为一数，则勾稽相符",
)
MISTAKE_SPLIT = Template(
    en="two neighbours in {row} may be one number, and that the report's mistake",
    zh="“{row}”相邻两数可能合为一数，而该数为报告自身之误",
)
FIGURES_JOINED = Template(
    en="the figures close if one number of {row} is two, and another is none of the table's",
    zh="若“{row}”有一数实为相邻两数、另有一数不属本表，则勾稽相符",
)
FIGURE_REPEATED = Template(
    en="the figures close if one of {row} that is printed twice stands for one that is lost",
    zh="若“{row}”重复之数为误增、另有一数缺失，则勾稽相符",
)
COLUMNS_EXCHANGED = Template(
    en="the figures close if the columns {left} and {right} are exchanged",
    zh="若“{left}”与“{right}”两列互换，则勾稽相符",
)
MANY_FAULTS = Template(
    en="more than {most} figures would have to be wrong", zh="须有{most}个以上数字有误"
)

# What a page shows in a cell, where that is no text to read

PICTURE_THERE = Bilingual(en="a picture stands there", zh="单元格内为图片")
FIELD_THERE = Bilingual(en="a form field stands there", zh="单元格内为表单项")
GAUGE_THERE = Bilingual(en="a gauge stands there", zh="单元格内为图示")
DRAWING_THERE = Bilingual(en="a drawing stands there", zh="单元格内为图形")
EMBEDDED_THERE = Bilingual(en="embedded content stands there", zh="单元格内为嵌入内容")
FORMULA_THERE = Bilingual(en="a formula stands there", zh="单元格内为公式")
SCRIPT_WRITES = Bilingual(en="a script writes there", zh="单元格内容由脚本生成")
FIGURES_ABOVE = Bilingual(en="figures stand above the text there", zh="单元格内有注音数字")
SIZES_DIFFER = Bilingual(
    en="digits of different size stand there: some may be the mark of a note",
    zh="单元格内数字大小不一，其中可能有注释标号",
)
HIDDEN_TEXT = Bilingual(en="hidden text stands there", zh="单元格内有隐藏文字")
MAYBE_HIDDEN = Bilingual(en="text stands there that may be hidden", zh="此处文字可能被隐藏")
CUT_OFF = Bilingual(
    en="the page cuts off what does not fit there", zh="此处显示不下的内容被网页样式截去"
)
MOVED_BY_STYLE = Bilingual(
    en="a style moves what is shown there", zh="样式改变了此处的显示位置或次序"
)
TURNED_BY_STYLE = Bilingual(
    en="what is shown there runs against the stored order", zh="此处显示次序与存储次序不同"
)
STRUCK_TEXT = Bilingual(en="struck-out text stands there", zh="此处有删除线文字")
STYLES_TANGLED = Bilingual(
    en="the page's style sheets are too tangled", zh="网页样式表过于复杂，无法判断显示内容"
)
ADDED_BY_STYLE = Bilingual(en="a style adds text there", zh="样式在此处添加内容")
NOT_READ_ALOUD = Bilingual(
    en="text stands there that is kept from readers-aloud", zh="此处文字对读屏隐藏"
)
OWN_FONT = Bilingual(
    en="a font of the page's own may show other signs there", zh="网页自带字体，所示字形不明"
)
MAYBE_PARTS_HIDDEN = Bilingual(
    en="a figure is put together from parts that a style sheet not at hand may hide",
    zh="数字由多个部分拼成，外部样式表可能隐藏其中一部分",
)
MAYBE_FILLED = Bilingual(
    en="an empty element stands there that a style sheet not at hand may fill",
    zh="单元格内为空元素，外部样式表可能在此显示内容",
)
NAMES_FIGURE = Bilingual(
    en="an element without text stands there whose name holds a figure",
    zh="单元格内为无文字元素，其名称含数字",
)
TURNING_SIGNS = Bilingual(
    en="signs that turn the direction of writing stand there",
    zh="此处有改变书写方向的字符，显示与存储不一致",
)

# What a document or a sheet shows in a cell, where that is no text to read

CHANGE_TRACKED = Bilingual(
    en="a tracked change touches it that nobody has accepted or rejected",
    zh="此处有修订痕迹，尚未接受或拒绝",
)
FORMAT_UNKNOWN = Bilingual(
    en="its number format leaves open what is shown there", zh="数字格式特殊，无法确定显示的内容"
)
COLUMN_NARROW = Bilingual(
    en="its column is too narrow for what stands there", zh="列宽不足，数字显示不全"
)
NEVER_CALCULATED = Bilingual(
    en="a formula stands there whose result the file does not hold", zh="公式未存有计算结果"
)

# Bytes of a file

BYTES_UNREAD = Template(
    en="{lost:byte} could not be read as {codec}, with U+FFFD in the text instead; the first "
    "is at byte {first}.",
    zh="文件有{lost}个字节无法按{codec}解码，文中以U+FFFD代替，首处在第{first}字节。",
)

# Why a model's answer is not taken

PRINT_BLANK_UNDRAWN = Template(
    en="it leaves a cell of {cell} blank, and the print does not show where",
    zh="{cell}行中有留空的单元格，而原文没有显示其位置",
)
PRINT_FIGURE_LEFT_OUT = Template(
    en="it leaves out the figure {figure}, which stands among the table's own",
    zh="遗漏了表中的数字{figure}",
)
PRINT_NAMES_OTHERWISE = Template(
    en="the words in front of {figure} are not those of its row and column: “{words}”",
    zh="数字{figure}前的文字与其行、列不符：“{words}”",
)
PRINT_REPEATED = Template(
    en="rows of {table} are named in front of other figures, too",
    zh="{table}的行名还出现在其他数字之前",
)
ANSWER_CUT = Template(
    en="it cuts the digits of {figure} apart, which nothing in the print proves",
    zh="将{figure}的数字串拆开，而原文无从证明",
)
ANSWER_ID_TWICE = Template(
    en="it puts the figure {figure} ({id}) in two cells", zh="将数字{figure}（{id}）放入两个单元格"
)
ANSWER_ID_UNKNOWN = Template(en="it names {id}, which is no figure", zh="所指的{id}不是任何数字")
ANSWER_PARTS_APART = Template(
    en="it joins {figure}, which do not stand together as one number",
    zh="将{figure}合为一个数字，而原文中它们并未连在一起",
)
ANSWER_ROW_INCOMPLETE = Template(
    en="its row {row} has not as many cells as there are columns", zh="{row}行的单元格数与列数不符"
)
ANSWER_ROW_UNKNOWN = Template(
    en="it names the row {row}, which was not asked for, or twice",
    zh="所答的行{row}未被询问，或出现两次",
)
ANSWER_EMPTY = Bilingual(en="it holds no row that was asked for", zh="未含所问的任何一行")
ANSWER_ROW_LEFT_OUT = Template(en="it leaves out the row {row}", zh="遗漏了{row}行")
ANSWER_SUMS_OPEN = Bilingual(
    en="the sums of the table do not all hold under it", zh="按此答案，表内勾稽关系不全成立"
)
ANSWER_LABEL_UNREAD = Bilingual(
    en="a row's label cannot be read, and no sum bears its figures out",
    zh="有一行的行标签无法辨认，且没有勾稽关系可以印证其数字",
)
ANSWER_OTHER_TABLE = Bilingual(
    en="it takes figures that are another table's", zh="其所取的数字属于另一张表"
)
ANSWER_VEILED = Bilingual(
    en="the text does not tell what is shown where its figures stand",
    zh="其数字所在处，文本不能说明页面所示内容",
)
ANSWER_OTHER_GROUPING = Bilingual(
    en="other ways to part or join its figures are as good", zh="其数字另有同样成立的分合方式"
)
ANSWER_NOT_THERE = Bilingual(en="it does not stand in the text so", zh="原文中没有这样的内容")
PRINT_FIGURE_SHARED = Template(
    en="it gives {figure} to more than one cell", zh="将{figure}归入不止一个单元格"
)
PRINT_OTHER_SIGN = Template(
    en="a sign beside {figure} may change what it says: “{sign}”",
    zh="数字{figure}旁的符号可能改变其含义：“{sign}”",
)
ANSWER_CONTRADICTS = Template(
    en="it gives {row} other figures than the print does without it",
    zh="所答{row}的数字与未问模型时读出的不同",
)

# What a page of a PDF shows there

FONT_UNTOLD = Bilingual(
    en="the file does not tell which characters its font shows there",
    zh="文件未说明此处字体所示为何字",
)
SCANNER_READ = Bilingual(
    en="what a scanner's program read off a picture stands there, unseen",
    zh="此处为扫描件的隐藏识别文字，未经核实",
)
MAYBE_COVERED = Bilingual(
    en="something is painted over the text there", zh="此处文字可能被图形或图片遮盖"
)
CELL_OVERFULL = Bilingual(
    en="figures stand below each other in one cell", zh="一格内上下有不止一个数字"
)
FIGURE_OVER_WALL = Bilingual(
    en="a number runs over the line into the next cell", zh="数字越过框线，伸入相邻单元格"
)
