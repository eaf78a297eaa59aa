"""`kg build` as the script that spark-submit starts.

spark-submit --master yarn examples/spark_build.py hdfs:///papers -o hdfs:///graph --engine spark
"""

import sys

from kg.cli import main

if __name__ == "__main__":
    sys.argv.insert(1, "build")
    main()
